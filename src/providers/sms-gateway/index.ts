export { createGatewaySms, type GatewayOptions } from './sms-gateway.ts';
