import S3rver from 's3rver';

/* For tests alone: an S3 server from npm on a free port, which it prints. */

const server = new S3rver({
  address: '127.0.0.1',
  port: 0,
  silent: true,
  directory: process.argv[2] ?? '',
  vhostBuckets: false,
  configureBuckets: [{ name: 'papers', configs: [] }],
});
const { port } = await server.run();
console.log(port);
