/** Dark and light: the system's choice until the reader makes one. */
import { useEffect, useState } from 'preact/hooks';

type Theme = 'system' | 'light' | 'dark';
const NEXT: Record<Theme, Theme> = { system: 'dark', dark: 'light', light: 'system' };
const KEPT = 'llama-codebench-theme';

export function ThemeButton() {
  const [theme, setTheme] = useState<Theme>(readTheme);
  useEffect(() => {
    document.documentElement.style.colorScheme = theme === 'system' ? 'light dark' : theme;
    keepTheme(theme);
  }, [theme]);
  return (
    <button type="button" onClick={() => setTheme(NEXT[theme])}>
      Theme: {theme}
    </button>
  );
}

/** A page from disk may have no storage. */
function readTheme(): Theme {
  try {
    const kept = localStorage.getItem(KEPT);
    return kept === 'light' || kept === 'dark' ? kept : 'system';
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
