import { type Signal, signal } from '@preact/signals';
import type { JSX } from 'preact';
import type { PageConfig } from '../page-config.js';
import { appOperations, loadAppOperations } from './app-operations.js';
import { insertListed, showFailure } from './insert-into-draft.js';
import { TemplateList } from './template-list.js';

/** How many operations are listed at once; the search finds the others. */
const MAX_SHOWN = 50;

const search: Signal<string> = signal('');

/** What can be inserted into the batch: the operations of the app, and templates. */
export function OperationsPanel({ config }: { readonly config: PageConfig }): JSX.Element {
  const known = appOperations.value;
  const count = known === undefined || 'problem' in known ? undefined : known.operations.length;
  return (
    <details
      class="operations"
      onToggle={() => {
        if (known === undefined) void loadAppOperations(config);
      }}
    >
      <summary>Insert an operation{count === undefined ? '' : ` (${count})`}</summary>
      {config.openapi === undefined ? null : <AppList config={config} />}
      <TemplateList config={config} />
    </details>
  );
}

function AppList({ config }: { readonly config: PageConfig }): JSX.Element {
  const known = appOperations.value;
  if (known === undefined) return <p class="soft">The operations of the app are being loaded.</p>;
  if ('problem' in known) {
    return (
      <p class="notice">
        <span>{known.problem}</span>
        <button type="button" onClick={() => void loadAppOperations(config)}>
          Try again
        </button>
      </p>
    );
  }
  const words = search.value.toLowerCase().split(/\s+/);
  const found = known.operations.filter(({ searched }) => words.every((word) => searched.includes(word)));
  const more = found.length - MAX_SHOWN;
  return (
    <>
      <input
        type="search"
        aria-label="Search the operations of the app"
        placeholder="Search: method, path or summary"
        value={search.value}
        onInput={({ currentTarget }) => {
          search.value = currentTarget.value;
        }}
      />
      <ul>
        {found.slice(0, MAX_SHOWN).map((listed) => (
          <li key={`${listed.method} ${listed.path}`}>
            <button
              type="button"
              title={listed.summary}
              onClick={() => {
                insertListed(known, listed).catch(showFailure);
              }}
            >
              <span class="method">{listed.method}</span>
              <code>{listed.path}</code>
              <span class="soft">{listed.summary}</span>
            </button>
          </li>
        ))}
      </ul>
      {more > 0 ? <p class="soft">and {more} more: use the search to find them</p> : null}
      {found.length === 0 ? <p class="soft">No operation of the app matches.</p> : null}
    </>
  );
}
