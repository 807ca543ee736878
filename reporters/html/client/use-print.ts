import { useEffect } from 'preact/hooks';

/** Paper has no button "Show all": what is folded is drawn before a print. */
export function useBeforePrint(act: () => void): void {
  useEffect(() => {
    addEventListener('beforeprint', act);
    return () => removeEventListener('beforeprint', act);
  }, []);
}
