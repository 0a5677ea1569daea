import { compareByName } from "../domain/portfolio.ts";

type Named = Parameters<typeof compareByName>[0];

/**
 * Merges lists that are each in order into one in order, holding one customer of each list at a time. Whoever stops early
 * leaves no list open.
 */
export async function* mergedByName<T extends Named>(lists: readonly AsyncGenerator<T>[]): AsyncIterableIterator<T> {
  const heads: { list: AsyncGenerator<T>; customer: T }[] = [];
  const pushNext = async (list: AsyncGenerator<T>) => {
    const next = await list.next();
    if (next.done === true) return;
    const place = heads.findIndex((head) => compareByName(next.value, head.customer) < 0);
    heads.splice(place === -1 ? heads.length : place, 0, { list, customer: next.value });
  };
  try {
    for (const list of lists) await pushNext(list);
    for (let head = heads.shift(); head !== undefined; head = heads.shift()) {
      yield head.customer;
      await pushNext(head.list);
    }
  } finally {
    await Promise.all(lists.map((list) => list.return(undefined)));
  }
}
