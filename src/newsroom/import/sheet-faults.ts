import type { z } from 'zod';
import { faultSaid, type Takes } from './fault-words.ts';
import { atLine, type Remark } from './remark.ts';
import { ImportError, type ImportErrorCode } from './report.ts';
import { Yaml, YamlFault } from './yaml.ts';

export type SheetOptions = {
  /** As faults name it. */
  file: string;
  /** Of the error that is thrown. */
  code: ImportErrorCode;
  /** What fields take, for whoever has to mend one. */
  fields: Readonly<Record<string, Takes>>;
};

/** Reads a sheet of settings in YAML. Throws `ImportError` with each fault's file and line. */
export function readSheet<T>(schema: z.ZodType<T>, source: string, options: SheetOptions): T {
  const { file, code, fields } = options;
  const broken = (remarks: readonly Remark[], cause?: unknown): ImportError =>
    new ImportError(code, remarks.map(({ text }) => text).join('\n'), { cause, remarks });
  try {
    const yaml = new Yaml(source);
    const { value } = yaml;
    const result = schema.safeParse(value);
    if (result.success) return result.data;
    throw broken(
      result.error.issues.map((issue) => atLine(file, yaml.lineOf(issue), faultSaid(issue, value, fields))),
    );
  } catch (error) {
    if (!(error instanceof YamlFault)) throw error;
    throw broken([atLine(file, error.line, error.said)], error);
  }
}
