/** Where the numbers come from: machine, builds, files, arguments, prompts, rubrics, versions. Pure. */

import type { Machine, RunFacts, Trial } from '../../benchmarks/trial.ts';
import { modelArguments } from './arguments.ts';
import { comparabilityTable } from './comparability.ts';
import { shortHash } from './comparable.ts';
import { MODEL } from './model-columns.ts';
import { ABSENT, formatFixed, formatGib, toGib } from './numbers.ts';
import { numberCell, type ReportTable, type TableCell, type TableColumn, textCell } from './report-table.ts';
import { groupByModel, isReference, type ModelGroup } from './score-matrix.ts';

const UNKNOWN: TableCell = { text: 'not on record', value: null };

/** Of the run, of its tasks, of its models, and which of these must not be compared. */
export function provenanceTables(trials: Trial[], run: RunFacts): ReportTable[] {
  return [runTable(trials), taskTable(trials), modelTable(trials), comparabilityTable(trials, run)];
}

function runTable(trials: Trial[]): ReportTable {
  const machines = machinesOf(trials);
  const { shared } = modelArguments(trials);
  const row = (fact: string, cell: TableCell) => ({ model: null, cells: [textCell(fact), cell] });
  const several = machines.length > 1;
  const builds = distinct(trials.map((t) => t.modelFacts.serverBuild));
  const sandboxes = distinct(trials.map((t) => t.sandbox));
  const rows = [
    row('llama.cpp build', listCell(builds)),
    ...(machines.length === 0 ? [row('Machine', UNKNOWN)] : []),
    ...machines.map((machine, i) =>
      row(several ? machineName(i) : 'Machine', textCell(machineWords(machine))),
    ),
    row('Sandbox', listCell(sandboxes)),
    ...versionRows(trials).map(([name, versions]) => row(`Version of ${name}`, listCell(versions))),
    ...(shared.length > 0 ? [row('Arguments of all models', textCell(shared.join(' ')))] : []),
  ];
  return {
    id: 'provenance',
    title: 'Provenance',
    intro: 'What the numbers depend on beside the models.',
    columns: [
      { id: 'fact', label: 'Fact', align: 'left' },
      { id: 'value', label: 'Value', align: 'left' },
    ],
    rows: trials.length === 0 ? [] : rows,
    notes: [
      'Times belong to the machine on which an answer was made; points to the rubrics and versions of this run.',
    ],
  };
}

function listCell(values: string[]): TableCell {
  return values.length === 0 ? UNKNOWN : textCell(values.join(', '));
}

function distinct(values: (string | null | undefined)[]): string[] {
  return [...new Set(values.filter((value) => typeof value === 'string'))];
}

function versionRows(trials: Trial[]): [string, string[]][] {
  const versions = trials.flatMap((t) => Object.entries(t.provenance?.versions ?? {}));
  const byName = Map.groupBy(versions, ([name]) => name);
  return [...byName].map(([name, entries]) => [name, distinct(entries.map(([, version]) => version))]);
}

function machinesOf(trials: Trial[]): Machine[] {
  const machines = trials.flatMap((t) => t.provenance?.machine ?? []);
  return [...new Map(machines.map((machine) => [JSON.stringify(machine), machine])).values()];
}

function machineName(index: number): string {
  return `Machine ${index + 1}`;
}

/** No GPU is a word of its own: not known is not none. */
export function machineWords({ cpu, cores, memoryBytes, os, gpus }: Machine): string {
  return [
    cpu ?? 'CPU not known',
    cores === null ? '' : `${cores} cores`,
    memoryBytes === null ? '' : `${formatFixed(toGib(memoryBytes), 0)} GiB memory`,
    gpus === null ? 'GPUs not known' : gpus.length === 0 ? 'no GPU' : `GPU ${gpus.join(' + ')}`,
    os,
  ]
    .filter((part) => part !== '')
    .join(', ');
}

function taskTable(trials: Trial[]): ReportTable {
  const tasks = [...Map.groupBy(trials, (t) => t.task).values()]
    .filter((own) => own.some((t) => t.request !== null || t.provenance !== null))
    .toSorted((a, b) => a[0]!.taskFacts.order - b[0]!.taskFacts.order);
  return {
    id: 'provenance-tasks',
    title: 'Prompts and rubrics',
    intro: null,
    columns: [
      { id: 'task', label: 'Task', align: 'left' },
      { id: 'prompt-hash', label: 'Prompt', align: 'left', help: 'SHA-256 of the messages.' },
      { id: 'prompt-chars', label: 'Characters', align: 'right', unit: 'characters' },
      {
        id: 'rubric-hash',
        label: 'Rubric',
        align: 'left',
        help: "SHA-256 of the task's files that decide about points.",
      },
    ],
    rows: tasks.map((own) => ({
      model: null,
      cells: [
        textCell(own[0]!.task),
        hashCell(own.map((t) => t.request?.hash)),
        charsCell(own),
        hashCell(own.map((t) => t.provenance?.rubricHash)),
      ],
    })),
    notes: ['Hashes are SHA-256, cut to 12 digits here; CSV and JSON have all of them.'],
  };
}

function hashCell(hashes: (string | null | undefined)[]): TableCell {
  const found = distinct(hashes);
  return found.length === 0 ? UNKNOWN : { text: found.map(shortHash).join(', '), value: found.join(', ') };
}

function charsCell(trials: Trial[]): TableCell {
  const found = [...new Set(trials.flatMap((t) => t.request?.promptChars ?? []))];
  return found.length === 1
    ? numberCell(found[0]!, String(found[0]))
    : numberCell(null, found.join(', ') || ABSENT);
}

const MODEL_COLUMNS: TableColumn[] = [
  MODEL,
  { id: 'kind', label: 'Kind', align: 'left' },
  { id: 'size-bytes', label: 'Size (GiB)', align: 'right', unit: 'bytes' },
  { id: 'quantisation', label: 'Quant', align: 'left' },
  { id: 'parameters', label: 'Parameters', align: 'right', unit: 'weights' },
  { id: 'gguf-name', label: 'Name in the file', align: 'left', help: 'general.name' },
  { id: 'base-model', label: 'Base model', align: 'left', help: 'general.base_model.0' },
  { id: 'header-hash', label: 'Header', align: 'left', help: "SHA-256 of the headers of the GGUF's parts." },
  { id: 'build', label: 'llama.cpp build', align: 'left' },
];

/** Models and files, one a row. The machine has a column only where there are several. */
function modelTable(trials: Trial[]): ReportTable {
  const machines = machinesOf(trials).map((machine) => JSON.stringify(machine));
  const { own, shared } = modelArguments(trials);
  const several = machines.length > 1;
  return {
    id: 'provenance-models',
    title: 'Models and files',
    intro: null,
    columns: [
      ...MODEL_COLUMNS,
      ...(several ? [{ id: 'machine', label: 'Machine', align: 'left' as const }] : []),
      { id: 'arguments', label: shared.length > 0 ? 'Own arguments' : 'Arguments', align: 'left' },
    ],
    rows: groupByModel(trials).map((group) => ({
      model: group.model,
      cells: [
        ...modelCells(group),
        ...(several ? [machineCell(group, machines)] : []),
        argumentsCell(own.get(group.model)),
      ],
    })),
    notes: [
      'Arguments as the server runs each model, secrets masked; what all models share stands once, above. Two files with one header hash may still differ in their weights.',
    ],
  };
}

function modelCells({ model, facts, trials }: ModelGroup): TableCell[] {
  const { kind = null, sizeBytes = null, quantisation = null, parameters = null, gguf = null } = facts ?? {};
  const size = isReference(facts) ? null : sizeBytes;
  return [
    textCell(model),
    wordCell(kind),
    numberCell(size, formatGib(size)),
    wordCell(quantisation),
    numberCell(parameters, parameters === null ? ABSENT : `${(parameters / 1e9).toFixed(2)} B`),
    wordCell(gguf?.name ?? null),
    wordCell(gguf?.baseModel ?? null),
    gguf === null ? wordCell(null) : { text: shortHash(gguf.headerHash), value: gguf.headerHash },
    wordCell(distinct(trials.map((t) => t.modelFacts.serverBuild)).join(', ') || null),
  ];
}

function wordCell(word: string | null): TableCell {
  return word === null ? { text: ABSENT, value: null } : textCell(word);
}

/** Several where a run was resumed elsewhere. */
function machineCell({ trials }: ModelGroup, machines: string[]): TableCell {
  const numbers = new Set(trials.map((t) => machines.indexOf(JSON.stringify(t.provenance?.machine ?? null))));
  const names = [...numbers].filter((at) => at >= 0).map(machineName);
  return wordCell(names.join(', ') || null);
}

function argumentsCell(args: string[] | undefined): TableCell {
  return wordCell(args?.join(' ') || null);
}
