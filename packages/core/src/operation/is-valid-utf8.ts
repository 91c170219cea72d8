import { findUtf8Fault } from './check-utf8.js';

interface NodeGlobals {
  readonly process?: {
    readonly getBuiltinModule?: (
      name: string,
    ) => { readonly isUtf8?: (bytes: Uint8Array) => boolean } | undefined;
  };
}

/** Node checks a gigabyte in some tens of milliseconds. */
const isUtf8 = (globalThis as NodeGlobals).process?.getBuiltinModule?.('node:buffer')?.isUtf8;

/** Checks whether bytes are valid UTF-8 (RFC 3629), as a fatal `TextDecoder` does. */
export const isValidUtf8: (bytes: Uint8Array) => boolean =
  isUtf8 ?? ((bytes) => findUtf8Fault(bytes) === bytes.length);
