import { open } from 'node:fs/promises';
import { inputError } from './command-error.js';

/** The maximum size of a file, of standard input or of an answer: 256 MiB. */
export const MAX_INPUT_BYTES: number = 256 * 1024 * 1024;

const CHUNK_BYTES = 1024 * 1024;

/**
 * Reads a file, or standard input if the name is `-`.
 *
 * @throws {CommandError} if it cannot be read, or is longer than 256 MiB.
 */
export async function readInput(
  name: string,
  stdin: AsyncIterable<Uint8Array | string>,
): Promise<Uint8Array> {
  if (name === '-') return collect(stdin, 'standard input');
  try {
    const file = await open(name);
    try {
      return await collect(file.createReadStream({ highWaterMark: CHUNK_BYTES, autoClose: false }), name);
    } finally {
      await file.close();
    }
  } catch (error) {
    throw inputError(describe(error, name));
  }
}

async function collect(chunks: AsyncIterable<Uint8Array | string>, name: string): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    const part = typeof chunk === 'string' ? new TextEncoder().encode(chunk) : chunk;
    bytes += part.byteLength;
    if (bytes > MAX_INPUT_BYTES) throw inputError(`${name} exceeds ${MAX_INPUT_BYTES} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function describe(error: unknown, name: string): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return `there is no file "${name}"; a URL begins with http:// or https://`;
  if (code === 'EISDIR') return `"${name}" is a directory`;
  if (code === 'EACCES' || code === 'EPERM') return `"${name}" cannot be read: permission denied`;
  return message;
}
