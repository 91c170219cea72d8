import { expect, jest, test } from '@jest/globals';

type Base64 = typeof import('#core/operation/base64.js');

/** Loads the module as it is on a platform with this `Buffer`. */
async function loadWith(buffer: typeof Buffer | undefined): Promise<Base64> {
  const globals = globalThis as { Buffer?: typeof Buffer | undefined };
  const own = globals.Buffer;
  jest.resetModules();
  globals.Buffer = buffer;
  try {
    return await import('#core/operation/base64.js');
  } finally {
    globals.Buffer = own;
  }
}

test.each([
  ['with Buffer', Buffer],
  ['without Buffer', undefined],
])('%s: writes base64, and reads base64 and base64url, padded or not', async (_title, buffer) => {
  const { fromBase64, toBase64 } = await loadWith(buffer);
  const bytes = Uint8Array.from({ length: 20_000 }, (_, index) => index * 7 + (index >> 8));
  const text = Buffer.from(bytes).toString('base64');
  expect(toBase64(bytes) === text).toBe(true);
  expect(Buffer.compare(fromBase64(text), bytes)).toBe(0);
  expect(toBase64(bytes.subarray(3, 5))).toBe('FRw=');
  expect([...fromBase64('-_8=')]).toEqual([0xfb, 0xff]);
  expect([...fromBase64('-_8')]).toEqual([0xfb, 0xff]);
  expect([...fromBase64('')]).toEqual([]);
});
