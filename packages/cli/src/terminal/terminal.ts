import { styleText } from 'node:util';

/** The styles that the command uses. */
export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan';

/** The properties of the output. */
export interface Terminal {
  /** The number of columns; `Infinity` if there is no limit. */
  readonly width: number;
  /** Returns a text in a style, or unchanged if the output has no colour. */
  paint(style: Style, text: string): string;
}

/** The properties of a stream and of the environment that decide about colour and width. */
export interface TerminalFacts {
  readonly isTTY: boolean;
  readonly columns: number | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
}

const MIN_WIDTH = 40;

/**
 * Creates the terminal for an output.
 *
 * Colour: `FORCE_COLOR` enables it (or disables it if it is `0` or `false`); otherwise `NO_COLOR` disables it;
 * otherwise it is enabled for terminals other than `dumb`. Width: `COLUMNS`, otherwise that of the terminal, otherwise
 * unlimited; at least 40.
 */
export function createTerminal({ isTTY, columns, env }: TerminalFacts): Terminal {
  const isColoured = wantsColour(isTTY, env);
  const requested = /^[1-9]\d{0,5}$/.test(env['COLUMNS'] ?? '') ? Number(env['COLUMNS']) : undefined;
  const width = requested ?? (isTTY ? (columns ?? 80) : Number.POSITIVE_INFINITY);
  return {
    width: Math.max(MIN_WIDTH, width),
    paint: (style, text) => (isColoured ? styleText(style, text, { validateStream: false }) : text),
  };
}

function wantsColour(isTTY: boolean, env: TerminalFacts['env']): boolean {
  const forced = env['FORCE_COLOR'];
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  if (env['NO_COLOR'] !== undefined && env['NO_COLOR'] !== '') return false;
  return isTTY && env['TERM'] !== 'dumb';
}
