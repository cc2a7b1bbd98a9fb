import type { Page } from '@rxledger/chaincode/api';

/** The items of a list of the ledger's, page by page, until the last or until nobody asks for more. */
export async function* everyPage<Item>(
  ask: (from: { readonly bookmark?: string }) => Promise<Page<Item>>,
): AsyncGenerator<readonly Item[]> {
  let page = await ask({});
  yield page.items;
  while (page.bookmark !== undefined) {
    page = await ask({ bookmark: page.bookmark });
    yield page.items;
  }
}
