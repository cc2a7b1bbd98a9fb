const Sequencer = require('@jest/test-sequencer').default;

const startsNetwork = ({ path }) => path.endsWith('.int.test.ts');

// A jest sequencer: what starts a network comes first. Otherwise one of these, a minute long and small as a file, is last, and one of two
// workers has nothing to do meanwhile.
class NetworksFirst extends Sequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    return [...sorted.filter(startsNetwork), ...sorted.filter((test) => !startsNetwork(test))];
  }
}

module.exports = NetworksFirst;
