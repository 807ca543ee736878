/** Dark and light: what the link says, else what the reader chose before, else the system's choice. */
import { useEffect, useState } from 'preact/hooks';
import { useParam } from './address.ts';

type Theme = 'system' | 'light' | 'dark';
const NEXT: Record<Theme, Theme> = { system: 'dark', dark: 'light', light: 'system' };
const KEPT = 'llama-codebench-theme';

export function ThemeButton() {
  const [linked, setLinked] = useParam('theme');
  const [kept, setKept] = useState(readTheme);
  const theme = isTheme(linked) ? linked : kept;
  useEffect(() => {
    document.documentElement.style.colorScheme = theme === 'system' ? 'light dark' : theme;
  }, [theme]);
  function choose(next: Theme): void {
    setKept(next);
    keepTheme(next);
    setLinked(next === 'system' ? null : next);
  }
  return (
    <button type="button" onClick={() => choose(NEXT[theme])}>
      Theme: {theme}
    </button>
  );
}

function isTheme(text: string | null): text is Theme {
  return text !== null && Object.hasOwn(NEXT, text);
}

/** A page from disk may have no storage. */
function readTheme(): Theme {
  try {
    const kept = localStorage.getItem(KEPT);
    return isTheme(kept) ? kept : 'system';
  } catch {
    return 'system';
  }
}

function keepTheme(theme: Theme): void {
  try {
    localStorage.setItem(KEPT, theme);
  } catch {
    // Then the next visit begins with the system's choice.
  }
}
