import type { ComponentType, JSX, TargetedClipboardEvent } from 'preact';
import { useEffect } from 'preact/hooks';
import { lazyView } from '../lazy-view.js';
import { explainSource, takeFile } from './explain-source.js';
import type { ExplanationProps } from './explanation-view.js';
import { isDragging, watchDrops } from './watch-drops.js';

const ExplanationView: ComponentType<ExplanationProps> = lazyView(
  async () => (await import('./explanation-view.js')).ExplanationView,
);

/** Explains a 207, an NDJSON answer or a HAR that the user drops, pastes or chooses. */
export function ExplainView(): JSX.Element {
  useEffect(watchDrops, []);
  const source = explainSource.value;
  return (
    <div class="explain">
      <div class={isDragging.value ? 'explain-input dragging' : 'explain-input'}>
        <label class="explain-file">
          <span class="explain-lead">Drop a 207 or a HAR here, or choose a file</span>
          <input
            type="file"
            onChange={({ currentTarget }) => {
              takeFile(currentTarget.files ?? undefined);
              // Otherwise, choosing the same file again would not be a change.
              currentTarget.value = '';
            }}
          />
        </label>
        <form
          class="explain-text"
          onSubmit={(event) => {
            event.preventDefault();
            const text = new FormData(event.currentTarget).get('text');
            if (typeof text === 'string' && text.trim() !== '')
              explainSource.value = { name: undefined, content: text };
          }}
        >
          <label>
            <span class="unseen">Text of a 207</span>
            <textarea name="text" rows={3} placeholder="Or paste it" spellcheck={false} onPaste={takePaste} />
          </label>
          <button type="submit">Explain</button>
        </form>
        <p class="soft">
          XML, JSON, NDJSON, or a HAR from the network panel of a browser. It stays in this browser: nothing
          is sent to a server.
        </p>
      </div>
      {source !== undefined && <ExplanationView source={source} />}
    </div>
  );
}

/** Takes what is pasted without putting it into the field, which a long text would make slow. */
function takePaste(event: TargetedClipboardEvent<HTMLTextAreaElement>): void {
  const { clipboardData, currentTarget } = event;
  const text = clipboardData?.getData('text/plain') ?? '';
  if (takeFile(clipboardData?.files)) {
    event.preventDefault();
  } else if (currentTarget.value === '' && text.trim() !== '') {
    event.preventDefault();
    explainSource.value = { name: undefined, content: text };
  }
}
