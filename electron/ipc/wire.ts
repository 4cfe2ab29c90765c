/** The one name under which requests reach the main process; events keep their own names. */
export const requestWire = 'gatehouse.request';
