export { counter } from './routes';
export { createCounterService } from './service';
