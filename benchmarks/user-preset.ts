/** The user's preset file, read where no server can be asked, and checked before one is started on it. */
import {
  formatPresetProblems,
  PresetError,
  parsePresets,
  readPresetText,
  sectionOrder,
} from '../models/preset.ts';
import { SetupError } from './settings.ts';

export interface CheckedPreset {
  names: string[];
  warnings: string[];
}

/** Refuses, with file and line, what npm `ini` and llama-server would read differently. */
export async function checkPreset(
  path: string,
  options: Parameters<typeof parsePresets>[1] = {},
): Promise<CheckedPreset> {
  const read = await readPresetText(path)
    .then((text) => parsePresets(text, options))
    .catch((error: unknown) => {
      throw error instanceof PresetError ? new SetupError(error.message) : error;
    });
  if (!read.ok) throw new SetupError(formatPresetProblems(path, read.problems));
  if (read.presets.length === 0)
    throw new SetupError(
      `${path} names no model. Add a section such as\n\n  [my-model]\n  model = /path/to/my-model.gguf\n`,
    );
  return {
    names: read.presets.map((preset) => preset.name),
    warnings: read.warnings.length > 0 ? [formatPresetProblems(path, read.warnings)] : [],
  };
}

/** Behind a running server its own list is the truth: the file only gives the order, as far as it can be read. */
export async function lenientOrder(path: string): Promise<string[]> {
  return sectionOrder(await readPresetText(path).catch(() => ''));
}
