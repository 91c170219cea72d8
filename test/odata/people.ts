import type { ServiceAnswer, ServiceRequest } from './odata-hosts.js';

const NOT_FOUND = { status: 404, json: { error: { code: 'NotFound', message: 'Not found' } } };

/** A service with people, of whom 1 to 403 exist, and orders. It keeps nothing. */
export function handlePeople({ method, path, body }: ServiceRequest): ServiceAnswer {
  const [, id] = /^\/People\((?:ID=)?0*([^)]*)\)$/.exec(path) ?? [];
  if (id === '404') return NOT_FOUND;
  switch (`${method} ${id === undefined ? path : '/People()'}`) {
    case 'GET /People':
      return { status: 200, json: { value: [{ Name: 'é' }] } };
    case 'POST /People':
      return { status: 201, headers: { location: 'People(5)', etag: '"1"' }, json: body };
    case 'GET /People()':
      return { status: 200, json: { ID: id } };
    case 'PATCH /People()':
    case 'PUT /People()':
    case 'DELETE /People()':
      return { status: 204 };
    case 'POST /Orders':
    case 'POST /People(5)/Orders':
      return { status: 201, headers: { location: 'Orders(7)' }, json: { path, body } };
    default:
      return NOT_FOUND;
  }
}
