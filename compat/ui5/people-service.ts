import { type Call, parse, type Reply, type Route, route } from '../odata/people-api.js';
import { find, type Person } from '../odata/people-rows.js';

/** How a version of OData writes what the service answers. */
export interface Dialect {
  /** The description of the service. */
  readonly metadata: string;
  /** The version header of an answer. */
  readonly version: Readonly<Record<string, string>>;
  readonly toEntity: (person: Person, root: string) => object;
  /** Returns the body with one entity. */
  readonly single: (entity: object) => object;
  readonly list: (entities: readonly object[], count: number) => object;
  readonly error: (message: string, target: string) => object;
}

/** Returns the routes of a service with people, which have a name and a photo. OpenUI5 reads its `$metadata` first. */
export function peopleService(dialect: Dialect): readonly Route[] {
  const { metadata, version, toEntity, single, list, error } = dialect;
  const person = String.raw`/People\((\d+)\)`;
  const answer = (status: number, body?: object): Reply => ({
    status,
    headers: version,
    ...(body && { body }),
  });
  const refuse = (status: number, message: string): Reply => answer(status, error(message, 'Name'));
  const missing = (id: string | undefined): Reply => refuse(404, `No person ${id}`);

  return [
    route('get', '/', async () => answer(200, {})),
    route('get', String.raw`/\$metadata`, async () => ({
      status: 200,
      headers: { ...version, 'Content-Type': 'application/xml' },
      body: Buffer.from(metadata),
    })),
    route('get', '/People', async ({ query, root, rows }) => {
      const name = /^\(?Name eq '(.*)'\)?$/.exec(query.get('$filter') ?? '')?.[1];
      const found = await rows.query<Person>(
        'SELECT * FROM people WHERE $1::text IS NULL OR name = $1 ORDER BY id',
        [name],
      );
      const skip = Number(query.get('$skip') ?? 0);
      const page = found.slice(skip, skip + Number(query.get('$top') ?? 100));
      const entities = page.map((each) => toEntity(each, root));
      return answer(200, list(entities, found.length));
    }),
    route('get', person, async ({ params: [id], root, rows }) => {
      const found = await find(rows, id);
      return found === undefined ? missing(id) : answer(200, single(toEntity(found, root)));
    }),
    route('post', '/People', async (call) => {
      const { name, photo } = valuesOf(call);
      if (!name) return refuse(400, 'A person needs a name');
      const sql = 'INSERT INTO people (name, photo) VALUES ($1, $2) RETURNING *';
      const [row] = await call.rows.query<Person>(sql, [name, photo]);
      const { status, headers, body } = answer(201, single(toEntity(row!, call.root)));
      return { status, headers: { ...headers, Location: `${call.root}/People(${row!.id})` }, body: body! };
    }),
    route('patch', person, async (call) => {
      const [id] = call.params;
      const { name, photo } = valuesOf(call);
      if (name === '') return refuse(400, 'A person needs a name');
      const sql = `UPDATE people SET name = coalesce($2, name), photo = coalesce($3, photo) WHERE id = $1
        RETURNING id`;
      const changed = await call.rows.query(sql, [id, name, photo]);
      return changed.length === 0 ? missing(id) : answer(204);
    }),
    route('delete', person, async ({ params: [id], rows }) => {
      const removed = await rows.query('DELETE FROM people WHERE id = $1 RETURNING id', [id]);
      return removed.length === 0 ? missing(id) : answer(204);
    }),
  ];
}

/** Reads base64 and base64url alike. */
function valuesOf({ body }: Call): { name: string | undefined; photo: Buffer | undefined } {
  const { Name, Photo } = parse(body) as { Name?: string; Photo?: string | null };
  return { name: Name, photo: Photo ? Buffer.from(Photo, 'base64') : undefined };
}
