import { jest } from '@jest/globals';

/** Returns the text of each warning that the process emits while `run` runs. They are not printed. */
export async function warningsOf(run: () => Promise<void>): Promise<string[]> {
  const emit = jest.spyOn(process, 'emitWarning').mockReturnValue();
  try {
    await run();
    return emit.mock.calls.map(([warning]) => String(warning));
  } finally {
    emit.mockRestore();
  }
}
