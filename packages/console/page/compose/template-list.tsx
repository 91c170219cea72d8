import type { JSX } from 'preact';
import { draft } from '../model/draft.js';
import type { PageConfig } from '../page-config.js';
import { appOperations } from './app-operations.js';
import { basePath, insertIntoDraft, showFailure } from './insert-into-draft.js';
import type { NewOperation } from './insert-operation.js';
import { findCreation } from './openapi/find-creation.js';
import type { AppOperations } from './openapi/load-operations.js';
import { CHAIN, PAIR, TEMPLATES } from './templates.js';

interface Offer {
  readonly label: string;
  readonly compose: () => Promise<readonly NewOperation[]> | readonly NewOperation[];
}

/** What can be inserted besides single operations of the app: with its own paths, if they are known. */
export function TemplateList({ config }: { readonly config: PageConfig }): JSX.Element | null {
  const known = appOperations.value;
  if (known === undefined && config.openapi !== undefined) return null;
  const offers = known === undefined || 'problem' in known ? plainOffers() : offersOf(known);
  if (offers.length === 0) return null;
  return (
    <fieldset class="templates">
      <legend>Templates</legend>
      {offers.map(({ label, compose }) => (
        <button
          type="button"
          key={label}
          onClick={() => {
            Promise.resolve(compose()).then(insertIntoDraft).catch(showFailure);
          }}
        >
          {label}
        </button>
      ))}
    </fieldset>
  );
}

function plainOffers(): readonly Offer[] {
  return TEMPLATES.map(({ label, toOperations }) => ({
    label,
    compose: () => toOperations(draft.value, basePath()),
  }));
}

function offersOf({ document, operations }: AppOperations): readonly Offer[] {
  const { create, next } = findCreation(operations) ?? {};
  if (create === undefined) return [];
  const target = () => ({ document, basePath: basePath(), batch: draft.value });
  const pair = {
    label: PAIR,
    compose: async () => (await import('./openapi/app-templates.js')).pairOf(create, target()),
  };
  if (next === undefined) return [pair];
  const chain = {
    label: CHAIN,
    compose: async () => (await import('./openapi/app-templates.js')).chainOf(create, next, target()),
  };
  return [chain, pair];
}
