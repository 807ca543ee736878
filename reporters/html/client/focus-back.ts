import { useEffect, useRef } from 'preact/hooks';

/** Gives the focus back to where it was before something opened, however it was closed: Esc, a button, Back. */
export function useFocusBack(isOpen: boolean): void {
  const opener = useRef<Element | null>(null);
  // While it is drawn for the first time the focus is still where it was.
  if (isOpen && opener.current === null) opener.current = document.activeElement;
  useEffect(() => {
    if (isOpen || opener.current === null) return;
    if (opener.current instanceof HTMLElement) opener.current.focus();
    opener.current = null;
  }, [isOpen]);
}
