/**
 * Returns the body of a batch of POSTs, some of which depend on others or are in groups. The effect of the operation `<id>` is named
 * `<key>/<id>`. Of ten operations, four are alone, three are a chain, two are a group, and one depends on the group.
 */
export function toLinkedBatch(key: string, operations: number): string {
  const requests = Array.from({ length: operations }, (_, index) => ({
    id: String(index),
    method: 'POST',
    url: `/effects/${key}/${index}`,
    ...linkOf(index),
  }));
  return JSON.stringify({ requests });
}

function linkOf(index: number): object {
  const group = `group-${Math.floor(index / 10)}`;
  switch (index % 10) {
    case 5:
    case 6:
      return { dependsOn: [String(index - 1)] };
    case 7:
    case 8:
      return { atomicityGroup: group };
    case 9:
      return { dependsOn: [group] };
    default:
      return {};
  }
}
