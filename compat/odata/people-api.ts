import { find, type Person, type Queries } from './people-rows.js';

/** A request to one of the routes. */
export interface Call {
  /** The groups of the pattern. */
  readonly params: readonly (string | undefined)[];
  readonly query: URLSearchParams;
  /** The path in front of the route: `/odata`. */
  readonly root: string;
  readonly contentType: string;
  readonly body: Buffer;
  /** The database, within the transaction of the changeset if there is one. */
  readonly rows: Queries;
}

export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON, unless it is bytes. */
  readonly body?: object;
}

export interface Route {
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** Below the root: a regular expression. */
  readonly path: string;
  readonly handle: (call: Call) => Promise<Reply>;
}

/** Returns the route of a path below the root, a regular expression. */
export function route(method: Route['method'], path: string, handle: Route['handle']): Route {
  return { method, path, handle };
}

const PERSON = String.raw`/People\((?:ID=)?(\d+)\)`;

/** The service of people and their orders, as OData 4.0 has it. */
export const PEOPLE_API: readonly Route[] = [
  route('get', '/People', async ({ root, rows, query }) => {
    const name = /^Name eq '(.*)'$/.exec(query.get('$filter') ?? '')?.[1];
    const found = await rows.query<Person>(
      'SELECT id, name, photo FROM people WHERE $1::text IS NULL OR name = $1 ORDER BY id',
      [name],
    );
    const value = found.map((person) => toEntity(person));
    return { status: 200, body: { '@odata.context': `${root}/$metadata#People`, value } };
  }),
  route('post', '/People', async ({ root, rows, body }) => {
    const { Name: name } = parse(body);
    if (typeof name !== 'string' || name === '') return refuse(400, 'A person needs a name');
    const [person] = await rows.query<Person>('INSERT INTO people (name) VALUES ($1) RETURNING *', [name]);
    return createdAt(root, `People(${person!.id})`, toEntity(person!));
  }),
  route('get', PERSON, async ({ params: [id], rows }) => {
    const person = await find(rows, id);
    return person === undefined ? notFound(id) : { status: 200, headers: ETAG, body: toEntity(person) };
  }),
  ...(['put', 'patch'] as const).map((method) =>
    route(method, PERSON, async ({ params: [id], rows, body }) => {
      const { Name: name } = parse(body);
      if (name === '') return refuse(400, 'A person needs a name');
      const changed = await rows.query('UPDATE people SET name = $2 WHERE id = $1 RETURNING id', [id, name]);
      return changed.length === 0 ? notFound(id) : { status: 204 };
    }),
  ),
  route('delete', PERSON, async ({ params: [id], rows }) => {
    const removed = await rows.query('DELETE FROM people WHERE id = $1 RETURNING id', [id]);
    return removed.length === 0 ? notFound(id) : { status: 204 };
  }),
  route('get', String.raw`${PERSON}/Photo/\$value`, async ({ params: [id], rows }) => {
    const photo = (await find(rows, id))?.photo;
    return photo ? { status: 200, headers: PNG, body: Buffer.from(photo) } : notFound(id);
  }),
  route('put', String.raw`${PERSON}/Photo/\$value`, async ({ params: [id], rows, body, contentType }) => {
    if (contentType !== PNG['Content-Type']) return refuse(415, `Not a photo: ${contentType}`);
    await rows.query('UPDATE people SET photo = $2 WHERE id = $1', [id, body]);
    return { status: 204 };
  }),
  route('get', '/Orders', async ({ root, rows }) => {
    const value = await rows.query('SELECT no AS "No", person AS "PersonID" FROM orders ORDER BY no');
    return { status: 200, body: { '@odata.context': `${root}/$metadata#Orders`, value } };
  }),
  route('post', `${PERSON}/Orders`, ({ params: [id], root, rows, body }) =>
    order({ root, rows }, parse(body)['No'], id),
  ),
  route('post', '/Orders', ({ root, rows, body }) => {
    const { No: no, 'Person@odata.bind': person } = parse(body);
    return order({ root, rows }, no, new RegExp(`${PERSON}$`).exec(String(person))?.[1]);
  }),
];

export const ETAG = { ETag: 'W/"1"' };
export const PNG = { 'Content-Type': 'image/png' };

/** Returns an error of OData, as the API answers it. */
export function refuse(status: number, message: string): Reply {
  return { status, body: { error: { code: `E${status}`, message } } };
}

export function notFound(id: string | undefined): Reply {
  return refuse(404, `No person ${id}`);
}

export function parse(body: Buffer): Record<string, unknown> {
  return JSON.parse(body.toString()) as Record<string, unknown>;
}

async function order(
  { root, rows }: Pick<Call, 'root' | 'rows'>,
  no: unknown,
  person: string | undefined,
): Promise<Reply> {
  if (person === undefined || (await find(rows, person)) === undefined) return notFound(person);
  await rows.query('INSERT INTO orders (no, person) VALUES ($1, $2)', [no, person]);
  return createdAt(root, `Orders(${String(no)})`, { No: no, PersonID: Number(person) });
}

function createdAt(root: string, path: string, body: object): Reply {
  const headers = { Location: `${root}/${path}`, 'OData-EntityId': `${root}/${path}` };
  return { status: 201, headers, body };
}

function toEntity(person: Person): object {
  return { ID: person.id, Name: person.name };
}
