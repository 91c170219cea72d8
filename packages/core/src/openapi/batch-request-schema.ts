import type { ResolvedOptions } from '../options/resolve-options.js';
import { countOf } from '../problem/count-of.js';
import { BATCH_SCHEMA, OPERATION_SCHEMA, type ShapeSchema } from '../validate/batch-shape.js';
import type { JsonSchema } from './path-item.js';

/** Gives the JSON Schema of a batch: the one that batches are validated by, with what the options make of it. */
export function toBatchRequestSchema(options: ResolvedOptions): JsonSchema {
  const { limits, execution } = options;
  return annotate(BATCH_SCHEMA, {
    requests: {
      description: 'The operations. They are answered in this order.',
      maxItems: limits.maxOperations,
      items: toOperationSchema(options),
    },
    execution: { description: 'Whether operations run side by side or one at a time.', default: execution },
    onError: {
      description: 'With `stop` operations run one at a time, and none after the first failure.',
      default: 'continue',
    },
  });
}

function toOperationSchema({ limits, basePath, transaction }: ResolvedOptions): JsonSchema {
  const { atomicityGroup: _group, ...others } = OPERATION_SCHEMA.properties;
  const properties = transaction === undefined ? others : OPERATION_SCHEMA.properties;
  return annotate(
    { ...OPERATION_SCHEMA, properties },
    {
      id: {
        description: 'Distinct in the batch. Without one: the index as text, or the next number not in use.',
      },
      method: { description: 'Any but CONNECT and TRACE, in any case.' },
      url: {
        description:
          `An absolute path${basePath === '' ? '' : ` under \`${basePath}\``}, with its query. ` +
          '`$id`, `$id/rest` or `$id?query` stands for what the operation of that id has created or answered for. ' +
          'Each `{name}` is filled in by a reference.',
        pattern: `^${basePath === '' ? '[/$]' : `(?:${escapePattern(basePath)}(?:[/?]|$)|\\$)`}`,
        maxLength: basePath.length + limits.maxUrlLength,
      },
      headers: {
        description:
          `Header fields by name, of at most ${countOf(limits.maxHeaderBytes, 'byte')} together. Those of the batch request ` +
          'that say who the client is need not be repeated.',
      },
      body: {
        description:
          'A JSON value; a string for a content type of `text/*`; base64 for any other that is not JSON. ' +
          'Not with GET, HEAD and DELETE.',
      },
      bodyEncoding: { description: 'What the string in `body` is, whatever the content type.' },
      dependsOn: { description: 'Ids of operations or names of groups that have to succeed first.' },
      atomicityGroup: { description: 'The operations of one group succeed or fail as one.' },
      references: {
        description:
          'Values taken out of the responses to other operations. `at` is a JSON Pointer into this operation ' +
          '(`/url/<variable>`, `/headers/<name>`, `/body/...`), `from` the id of the other operation, `value` a JSON ' +
          'Pointer into its response (`/status`, `/headers/<name>`, `/body/...`).',
      },
    },
  );
}

/** Adds what is known of members to the schemas that they have. A member that may be anything has none. */
function annotate(shape: ShapeSchema, notes: Readonly<Record<string, JsonSchema>>): JsonSchema {
  const members = Object.entries(shape.properties).map(([name, member]) => [
    name,
    { ...(member === true ? {} : member), ...notes[name] },
  ]);
  return { ...shape, properties: Object.fromEntries(members) as JsonSchema };
}

function escapePattern(text: string): string {
  return text.replace(/[$()*+.]/g, '\\$&');
}
