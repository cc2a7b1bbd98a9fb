export { payment } from './routes';
export { createPaymentService } from './service';
