import type { Inspection } from '@multistatus/inspect';
import { EXIT, type ExitCode } from '../exit-code.js';

/** Returns the exit code for several inspections: that of the worst. */
export function exitCodeOf(inspections: readonly Inspection[]): ExitCode {
  const isInvalid = inspections.some(({ findings }) => findings.some(({ level }) => level === 'error'));
  if (isInvalid || inspections.length === 0) return EXIT.invalid;
  return inspections.some(({ counts }) => counts !== undefined && counts.failed > 0) ? EXIT.failed : EXIT.ok;
}
