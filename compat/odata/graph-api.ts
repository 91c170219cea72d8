import { notFound, PNG, parse, type Route, refuse, route } from './people-api.js';
import { find, type Person } from './people-rows.js';

const USER = String.raw`/users/(\d+)`;

/** The same people as Microsoft Graph has users. */
export const GRAPH_API: readonly Route[] = [
  route('get', '/me', async ({ rows }) => ({ status: 200, body: toUser((await find(rows, '1'))!) })),
  route('get', '/users', async ({ rows }) => {
    const people = await rows.query<Person>('SELECT id, name, photo FROM people ORDER BY id');
    return { status: 200, body: { value: people.map((person) => toUser(person)) } };
  }),
  route('post', '/users', async ({ root, rows, body }) => {
    const { displayName } = parse(body);
    if (typeof displayName !== 'string' || displayName === '') return refuse(400, 'A user needs a name');
    const [person] = await rows.query<Person>('INSERT INTO people (name) VALUES ($1) RETURNING *', [
      displayName,
    ]);
    return { status: 201, headers: { Location: `${root}/users/${person!.id}` }, body: toUser(person!) };
  }),
  route('get', USER, async ({ params: [id], rows }) => {
    const person = await find(rows, id);
    return person === undefined ? notFound(id) : { status: 200, body: toUser(person) };
  }),
  route('patch', USER, async ({ params: [id], rows, body }) => {
    await rows.query('UPDATE people SET name = $2 WHERE id = $1', [id, parse(body)['displayName']]);
    return { status: 204 };
  }),
  route('delete', USER, async ({ params: [id], rows }) => {
    await rows.query('DELETE FROM people WHERE id = $1', [id]);
    return { status: 204 };
  }),
  route('get', String.raw`/(?:users/(\d+)|me)/photo/\$value`, async ({ params: [id = '1'], rows }) => {
    const photo = (await find(rows, id))?.photo;
    return photo ? { status: 200, headers: PNG, body: Buffer.from(photo) } : notFound(id);
  }),
  route('put', String.raw`/me/photo/\$value`, async ({ rows, body }) => {
    if (body.length === 0) return refuse(400, 'A photo has bytes');
    await rows.query('UPDATE people SET photo = $1 WHERE id = 1', [body]);
    return { status: 204 };
  }),
];

function toUser({ id, name }: Person): object {
  return { id: String(id), displayName: name };
}
