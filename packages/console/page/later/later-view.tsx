import type { JSX } from 'preact';
import type { PageConfig } from '../page-config.js';

/** The batches of this user that are answered later. */
export function LaterView(_: { readonly config: PageConfig; readonly isShown: boolean }): JSX.Element {
  return <p>None.</p>;
}
