import { showControls } from './text-pieces.ts';

/** A model's name: it turns no text around it, and what is invisible in it is shown. */
export function Name({ children }: { children: string }) {
  return <bdi>{showControls(children)}</bdi>;
}
