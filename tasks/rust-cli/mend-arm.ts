/** Puts the reference's arm for one of the given commands in the place of the answer's, when its own does not compile. */
import { readReference } from './reference.ts';
import { applyEdits, type Node, nodesOf, withRustTree } from './rust-tree.ts';

/** What `run` does for a command that was there before. */
export const GIVEN_COMMANDS = ['Add', 'Done', 'Remove'];

export async function replaceArm(source: string, command: string): Promise<string | null> {
  const ours = await withRustTree(readReference(), (root) => findArm(root, command)!.text);
  return withRustTree(source, (root) => {
    const theirs = findArm(root, command);
    if (!theirs || theirs.text === ours) return null;
    return applyEdits(source, [{ start: theirs.startIndex, end: theirs.endIndex, text: ours }]);
  });
}

function findArm(root: Node, command: string): Node | undefined {
  const pattern = new RegExp(`^Command::${command}\\b`);
  return nodesOf(root, 'match_arm').find((arm) => pattern.test(arm.childForFieldName('pattern')?.text ?? ''));
}
