import type { BatchRequest } from '@multistatus/inspect';
import type { JSX } from 'preact';

/** The requests of a multipart batch. */
export function RequestTable({ requests }: { readonly requests: readonly BatchRequest[] }): JSX.Element {
  return (
    <table class="fields">
      <thead>
        <tr>
          {['Part', 'Content-ID', 'Method', 'URL'].map((title) => (
            <th key={title} scope="col">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {requests.map(({ part, id, method, url }) => (
          <tr key={part}>
            <th scope="row">{part}</th>
            <td>{id}</td>
            <td>{method}</td>
            <td>{url}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
