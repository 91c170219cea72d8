import { rmSync, writeFileSync } from 'node:fs';

let count = 0;

/** Runs a program of a README as a module of its own and gives back its exports; `log` stands for console.log. */
export async function runProgram(program: string, log?: (...values: unknown[]) => void): Promise<object> {
  count += 1;
  const file = new URL(`./.readme-${process.pid}-${count}.mjs`, import.meta.url);
  const slot = `readme-${process.pid}-${count}`;
  const globals = globalThis as unknown as Record<string, unknown>;
  globals[slot] = { log };
  const preamble = log === undefined ? '' : `const console = globalThis['${slot}'];\n`;
  writeFileSync(file, preamble + program);
  try {
    return (await import(file.pathname)) as object;
  } finally {
    rmSync(file);
    delete globals[slot];
  }
}
