import { FabricNetworkLedger } from '../src/ledger/fabric-network/adapter';
import { behavesAsLedger } from './ledger.behavior';

jest.setTimeout(60_000);

behavesAsLedger('fabric-network', FabricNetworkLedger);
