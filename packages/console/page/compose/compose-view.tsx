import type { JSX } from 'preact';
import { draft } from '../model/draft.js';
import type { PageConfig } from '../page-config.js';

/** The left half: the batch that the user composes. */
export function ComposeView(_: { readonly config: PageConfig }): JSX.Element {
  return (
    <section aria-label="Batch" class="compose">
      <textarea
        aria-label="Batch in JSON"
        value={draft.value}
        onInput={(event) => {
          draft.value = event.currentTarget.value;
        }}
      />
    </section>
  );
}
