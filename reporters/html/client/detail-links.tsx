/** Where each table stands; folded, since there are twenty of them. */
import { useEffect, useRef } from 'preact/hooks';
import type { ReportTable } from '../../tables/report-table.ts';
import { SectionLink } from './section-link.tsx';

export function DetailLinks({ tables }: { tables: ReportTable[] }) {
  const menu = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const closeOutside = (event: Event) => {
      if (!menu.current?.contains(event.target as Node)) close();
    };
    addEventListener('pointerdown', closeOutside);
    return () => removeEventListener('pointerdown', closeOutside);
  }, []);
  function close(): void {
    if (menu.current) menu.current.open = false;
  }
  function onKeyDown(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || !menu.current?.open) return;
    event.stopPropagation();
    close();
    menu.current.querySelector('summary')?.focus();
  }
  if (tables.length === 0) return null;
  return (
    <details ref={menu} class="menu" onKeyDown={onKeyDown}>
      <summary>{tables.length} tables</summary>
      <ul>
        {tables.map(({ id, title }) => (
          <li key={id}>
            <SectionLink to={`table-${id}`} onFollow={close}>
              <bdi>{title}</bdi>
            </SectionLink>
          </li>
        ))}
      </ul>
    </details>
  );
}
