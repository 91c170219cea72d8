import { styleText } from 'node:util';

/** The styles that the command uses. */
export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan';

/** What is known of the place where the output goes. */
export interface Terminal {
  /** Columns; `Infinity` where nothing has to fit. */
  readonly width: number;
  /** Gives a text in a style, or as it is where there is no colour. */
  paint(style: Style, text: string): string;
}

/** What of a stream and of the environment decides. */
export interface TerminalFacts {
  readonly isTTY: boolean;
  readonly columns: number | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
}

const NARROWEST = 40;

/**
 * Gives the terminal for an output.
 *
 * Colour: `FORCE_COLOR` says yes (or, as `0` or `false`, no), else `NO_COLOR` no, else it is for terminals that are not
 * `dumb`. Width: `COLUMNS`, else that of the terminal, else without end; never less than 40.
 */
export function createTerminal({ isTTY, columns, env }: TerminalFacts): Terminal {
  const isColoured = wantsColour(isTTY, env);
  const wanted = /^[1-9]\d{0,5}$/.test(env['COLUMNS'] ?? '') ? Number(env['COLUMNS']) : undefined;
  const width = wanted ?? (isTTY ? (columns ?? 80) : Number.POSITIVE_INFINITY);
  return {
    width: Math.max(NARROWEST, width),
    paint: (style, text) => (isColoured ? styleText(style, text, { validateStream: false }) : text),
  };
}

function wantsColour(isTTY: boolean, env: TerminalFacts['env']): boolean {
  const forced = env['FORCE_COLOR'];
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  if (env['NO_COLOR'] !== undefined && env['NO_COLOR'] !== '') return false;
  return isTTY && env['TERM'] !== 'dumb';
}
