/** Mends `Priority`, so that clap can read it from an argument. */
import {
  applyEdits,
  attributeName,
  attributesOf,
  type Edit,
  lastWord,
  type Node,
  nameOf,
  nodesOf,
  wholeItem,
  withRustTree,
} from './rust-tree.ts';

const NAME = 'Priority';
/** ArgEnum is what clap 3 called it. */
const ENUM_TRAITS = ['ValueEnum', 'ArgEnum'];
/** Ways to read a value from text; with ours in place they are not needed. */
const PARSING_TRAITS = [...ENUM_TRAITS, 'FromStr', 'TryFrom', 'From', 'ValueParserFactory'];

/** Derives ValueEnum, whatever the answer derives; leaves its other code as it is. */
export function deriveValueEnum(source: string): Promise<string | null> {
  return withRustTree(source, (root) => {
    const item = findEnum(root);
    if (!item) return null;
    return applyEdits(source, [
      ...deriving(item, ['Clone']),
      ...withoutImpls(root, ENUM_TRAITS),
      ...withoutOldImport(root),
    ]);
  });
}

/** Also takes away the answer's own ways to parse it and gives the arguments the attributes of the given program. */
export function resetPriority(source: string): Promise<string | null> {
  return withRustTree(source, (root) => {
    const item = findEnum(root);
    if (!item) return null;
    return applyEdits(source, [
      ...deriving(item, GIVEN_TRAITS),
      ...withoutImpls(root, PARSING_TRAITS),
      ...withoutOldImport(root),
      ...withGivenAttributes(root),
    ]);
  });
}

function findEnum(root: Node): Node | undefined {
  return nodesOf(root, 'enum_item').find((node) => nameOf(node) === NAME);
}

/** What the given program derives without crates. */
const GIVEN_TRAITS = ['Debug', 'Clone', 'Copy', 'PartialEq', 'Eq'];

function deriving(item: Node, needed: string[]): Edit[] {
  const derives = attributesOf(item).filter((attribute) => attributeName(attribute) === 'derive');
  const named = derives.flatMap(derivedTraits);
  const missing = needed.filter((trait) => !named.some((name) => lastWord(name) === trait));
  const helpers = attributesOf(item).filter((attribute) =>
    ['value', 'clap', 'arg'].includes(attributeName(attribute)),
  );
  return [
    ...derives.map((attribute) => {
      const kept = derivedTraits(attribute).filter((trait) => !ENUM_TRAITS.includes(lastWord(trait)));
      return { start: attribute.startIndex, end: attribute.endIndex, text: `#[derive(${kept.join(', ')})]` };
    }),
    ...helpers.map((attribute) => ({ start: attribute.startIndex, end: attribute.endIndex, text: '' })),
    ...at(item.startIndex, `#[derive(${[nameOfTrait(item), ...missing].join(', ')})]\n`),
  ];
}

/** The answer's own import must not become an unused one by our doing. */
function nameOfTrait(item: Node): string {
  const imported = nodesOf(item.tree.rootNode, 'use_declaration').flatMap((use) =>
    nodesOf(use, 'identifier'),
  );
  return imported.some(({ text }) => text === 'ValueEnum') ? 'ValueEnum' : 'clap::ValueEnum';
}

function derivedTraits(attribute: Node): string[] {
  const tokens = nodesOf(attribute, 'token_tree')[0]?.text.slice(1, -1) ?? '';
  return tokens
    .split(',')
    .map((trait) => trait.trim())
    .filter((trait) => trait !== '');
}

function withoutImpls(root: Node, traits: string[]): Edit[] {
  return nodesOf(root, 'impl_item')
    .filter((item) => {
      const trait = item.childForFieldName('trait')?.text;
      return (
        trait !== undefined &&
        item.childForFieldName('type')?.text === NAME &&
        traits.includes(lastWord(trait))
      );
    })
    .map((item) => ({ ...wholeItem(item), text: '' }));
}

/** What clap 4 no longer has cannot be imported. */
function withoutOldImport(root: Node): Edit[] {
  return nodesOf(root, 'use_declaration')
    .flatMap((use) => nodesOf(use, 'identifier').map((node) => ({ use, node })))
    .filter(({ node }) => node.text === 'ArgEnum')
    .map(({ use, node }) => {
      const isListed = node.parent?.type === 'use_list';
      if (!isListed) return { start: use.startIndex, end: use.endIndex, text: '' };
      const comma = [node.nextSibling, node.previousSibling].find((next) => next?.type === ',');
      const start = Math.min(node.startIndex, comma?.startIndex ?? node.startIndex);
      return { start, end: Math.max(node.endIndex, comma?.endIndex ?? node.endIndex), text: '' };
    });
}

const OPTION = '#[arg(short, long)]';
const WITH_DEFAULT = '#[arg(short, long, default_value = "medium")]';

/** Every argument that is a Priority, or may be one. */
function withGivenAttributes(root: Node): Edit[] {
  return nodesOf(root, 'field_declaration')
    .filter((field) => attributesOf(field).some(isOfClap))
    .flatMap((field) => {
      const type = field.childForFieldName('type')?.text.replaceAll(/\s/g, '');
      if (type !== NAME && type !== `Option<${NAME}>`) return [];
      const old = attributesOf(field).filter(isOfClap);
      return [
        ...old.map((attribute) => ({ start: attribute.startIndex, end: attribute.endIndex, text: '' })),
        ...at(field.startIndex, `${type === NAME ? WITH_DEFAULT : OPTION}\n`),
      ];
    });
}

function isOfClap(attribute: Node): boolean {
  return ['arg', 'clap'].includes(attributeName(attribute));
}

function at(start: number, text: string): Edit[] {
  return [{ start, end: start, text }];
}
