/** Opens the check or fact of this id and all around it, scrolls to it and focuses it; none of this id: nothing. */
export function showCheck(dialog: HTMLElement, id: string): void {
  const all = [...dialog.querySelectorAll<HTMLElement>('[data-check]')];
  const asked = all.find((element) => element.dataset.check === id);
  if (!asked) return;
  for (let at: HTMLElement | null = asked; at !== null && at !== dialog; at = at.parentElement)
    if (at instanceof HTMLDetailsElement) at.open = true;
  // Of a check with much evidence its head, not its middle.
  const head = asked.querySelector('summary') ?? asked;
  head.focus({ preventScroll: true });
  head.scrollIntoView({ block: 'center' });
}
