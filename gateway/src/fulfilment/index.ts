export { fulfilment } from './routes';
export { createFulfilmentService } from './service';
