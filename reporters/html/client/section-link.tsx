/** Links within the page. They keep what else the address holds, which a plain link would throw away. */
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { setParams, useParam } from './address.ts';

interface SectionLinkProps {
  /** Id of an element. */
  to: string;
  onFollow?: () => void;
  children: ComponentChildren;
}

export function SectionLink({ to, onFollow, children }: SectionLinkProps) {
  function follow(event: MouseEvent): void {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    setParams({ at: to });
    goTo(to);
    onFollow?.();
  }
  return (
    <a href={`#${to}`} onClick={follow}>
      {children}
    </a>
  );
}

/** A link that was pasted shows the part that it names; the browser itself finds no such id. */
export function useLinkedSection(): void {
  const [at] = useParam('at');
  useEffect(() => {
    if (at !== null) goTo(at);
  }, [at]);
}

/** Tab goes on from there, as after a plain link. */
function goTo(id: string): void {
  const section = document.getElementById(id);
  if (!section) return;
  if (!section.hasAttribute('tabindex')) section.tabIndex = -1;
  section.focus({ preventScroll: true });
  section.scrollIntoView();
}
