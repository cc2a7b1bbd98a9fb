// Commits block after block and says so on its output, until somebody kills it.
require('../support/register');
const { openStore } = require('../../src/store/open-store');
const { commit, openPlainLedger, ownCollection } = require('./plain-ledger');

const store = openStore(process.argv[2]);
const ledger = openPlainLedger(store.blocks('plain'));

(async () => {
  for (let number = ledger.height(); ; number += 1) {
    await commit(ledger, `tx${number}`, (set) => {
      set.write('cc', 'last', Buffer.from(String(number)));
      set.write('cc', `k${number}`, Buffer.alloc(2000, 'x'));
      set.writePrivate('cc', ownCollection, 'last', Buffer.from(String(number)));
    });
    process.stdout.write(`${number}\n`);
    // Lets the output go out, and a signal come in, at any point.
    if (number % 7 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
})();
