import { FabricGatewayLedger } from '../src/ledger/fabric-gateway/adapter';
import { FabricNetworkLedger } from '../src/ledger/fabric-network/adapter';
import { describeOnFabric } from '../../network/test/fabric-programs';
import { behavesAsLedger } from './ledger.behavior';
import { startLiveNetwork } from './live-network';
import { startNativeNetwork } from './native-network';

jest.setTimeout(300_000);

const adapters = [FabricGatewayLedger, FabricNetworkLedger];

describe('the ledger on the devnet, through', () => {
  for (const adapter of adapters) behavesAsLedger(adapter, startLiveNetwork);
});

for (const profile of ['bft4', 'raft3']) {
  describeOnFabric(`the ledger on Fabric with ${profile}, through`, () => {
    for (const adapter of adapters) behavesAsLedger(adapter, () => startNativeNetwork(profile));
  });
}
