import { FabricGatewayLedger } from '../src/ledger/fabric-gateway/adapter';
import { behavesAsLedger } from './ledger.behavior';

jest.setTimeout(60_000);

behavesAsLedger('fabric-gateway', FabricGatewayLedger);
