/** True if the proofs run in their long form, with `JOURNAL_PROOFS=long`. */
const IS_LONG = process.env['JOURNAL_PROOFS'] === 'long';

/** The seed of the moments at which something fails. */
export const SEED = Number(process.env['JOURNAL_SEED'] ?? 20_261_129);

/** Returns a number for the form that runs. */
export function sized({ short, long }: { readonly short: number; readonly long: number }): number {
  return IS_LONG ? long : short;
}

/** Prints what a proof has counted. */
export function show(title: string, figures: object): void {
  process.stdout.write(`${title}: ${JSON.stringify(figures).replaceAll('"', '').slice(1, -1)}\n`);
}
