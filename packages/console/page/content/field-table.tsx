import type { HeaderMap } from '@multistatus/document';
import type { JSX } from 'preact';

/** Header or trailer fields as a table; nothing if there are none. */
export function FieldTable({
  title,
  fields,
}: {
  readonly title: string;
  readonly fields: HeaderMap | undefined;
}): JSX.Element | null {
  const lines = Object.entries(fields ?? {}).flatMap(([name, value]) =>
    [value].flat().map((each) => [name, each] as const),
  );
  if (lines.length === 0) return null;
  return (
    <details open>
      <summary>{title}</summary>
      <table class="fields">
        <tbody>
          {lines.map(([name, value]) => (
            <tr key={`${name} ${value}`}>
              <th scope="row">{name}</th>
              <td>{value}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
