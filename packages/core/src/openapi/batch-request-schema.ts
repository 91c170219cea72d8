import { countOf, ID_RULE } from '@multistatus/wire';
import type { JsonSchema } from '../formats/json-schema.js';
import type { ResolvedOptions } from '../options/resolve-options.js';
import { BATCH_SCHEMA, OPERATION_SCHEMA, type ShapeSchema } from '../validate/batch-schemas.js';

/** Returns the JSON Schema of a batch: the one that validates batches, with the limits and defaults of the options. */
export function toBatchRequestSchema(options: ResolvedOptions): JsonSchema {
  const { limits, execution } = options;
  return annotate(BATCH_SCHEMA, {
    requests: {
      description:
        'The operations. They are answered in this order.' +
        (limits.maxUnsafeOperations < limits.maxOperations
          ? ` At most ${limits.maxUnsafeOperations} of them may have an unsafe method.`
          : ''),
      maxItems: limits.maxOperations,
      items: toOperationSchema(options),
    },
    execution: { description: 'Whether operations run in parallel or one at a time.', default: execution },
    onError: {
      description: 'With `stop`, operations run one at a time, and none runs after the first failure.',
      default: 'continue',
    },
  });
}

function toOperationSchema({ limits, basePath, root, transaction }: ResolvedOptions): JsonSchema {
  const { atomicityGroup: _group, ...others } = OPERATION_SCHEMA.properties;
  const properties = transaction === undefined ? others : OPERATION_SCHEMA.properties;
  return annotate(
    { ...OPERATION_SCHEMA, properties },
    {
      id: {
        description: `Unique in the batch: ${ID_RULE}. Defaults to the index, or to the next number that is not in use.`,
      },
      method: { description: 'Any but CONNECT and TRACE, in any case.' },
      url: {
        description:
          `${toUrlRule(basePath, root)}, with its query. ` +
          '`$id`, `$id/rest` and `$id?query` refer to the resource that the operation with that id created or addressed; the ' +
          'id is then of `A-Z a-z 0-9 . _ ~ -`. ' +
          'Each `{name}` is replaced by the value of a reference.',
        ...(root === undefined ? { pattern: toUrlPattern(basePath) } : {}),
        maxLength: basePath.length + limits.maxUrlLength,
      },
      headers: {
        description:
          `Header fields by name, together at most ${countOf(limits.maxHeaderBytes, 'byte')}. Headers of the batch request ` +
          'that identify the client need not be repeated.',
        ...(root === undefined
          ? {}
          : { additionalProperties: { anyOf: [{ type: 'string' }, { type: 'number' }] } }),
      },
      body: {
        description:
          'A JSON value; a string if the content type is `text/*`; base64 for any other content type that is not JSON. ' +
          '`null` is no body. Not allowed with GET, HEAD and DELETE.',
      },
      bodyEncoding: { description: 'How the string in `body` is encoded, regardless of the content type.' },
      dependsOn: { description: 'Ids of operations or names of groups that must succeed first.' },
      atomicityGroup: { description: 'The operations of a group succeed or fail together.' },
      references: {
        description:
          'Values from the responses to other operations. `at` is a JSON Pointer into this operation ' +
          '(`/url/<variable>`, `/headers/<name>`, `/body` or `/body/...`), `from` is the id of the other operation, and `value` is a JSON ' +
          'Pointer into its response (`/status`, `/headers/<name>`, `/body/...`).',
      },
    },
  );
}

/** Adds descriptions and constraints to the schemas of members. A member whose schema is `true` gets only those. */
function annotate(shape: ShapeSchema, notes: Readonly<Record<string, JsonSchema>>): JsonSchema {
  const members = Object.entries(shape.properties).map(([name, member]) => [
    name,
    { ...(member === true ? {} : member), ...notes[name] },
  ]);
  return { ...shape, properties: Object.fromEntries(members) as JsonSchema };
}

function toUrlRule(basePath: string, root: string | undefined): string {
  const path = `absolute path${basePath === '' ? '' : ` under \`${basePath}\``}`;
  if (root === undefined) return `An ${path}`;
  return `Relative to \`${root === '' ? '/' : root}\`, an ${path}, or a URL of this host`;
}

function toUrlPattern(basePath: string): string {
  return `^${basePath === '' ? '[/$]' : `(?:${escapePattern(basePath)}(?:[/?]|$)|\\$)`}`;
}

function escapePattern(text: string): string {
  return text.replace(/[$()*+.]/g, '\\$&');
}
