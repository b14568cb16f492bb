// Uploads a file by tus. Interrupt it as you like: the same command again goes on where it was.
// usage: node upload.mjs FILE [PARTS]      BITCHAT_URL (http://localhost:8000), BITCHAT_PEER (alice), BITCHAT_TOKEN
import fs from 'node:fs'
import path from 'node:path'
import { FileUrlStorage, Upload } from 'tus-js-client'

const [file, parts = '1'] = process.argv.slice(2)
const { BITCHAT_URL = 'http://localhost:8000', BITCHAT_PEER = 'alice', BITCHAT_TOKEN } = process.env

const upload = new Upload(fs.createReadStream(file), {
  endpoint: `${BITCHAT_URL}/api/bitchat/files/tus`,
  metadata: { filename: path.basename(file), filetype: 'application/octet-stream', uploaded_by: BITCHAT_PEER },
  metadataForPartialUploads: { uploaded_by: BITCHAT_PEER },
  headers: BITCHAT_TOKEN ? { Authorization: `Bearer ${BITCHAT_TOKEN}` } : {},
  // several parts at a time, which become one file in the end
  parallelUploads: Number(parts),
  retryDelays: [0, 1000, 3000, 5000, 10000, 20000, 30000],
  // where to go on after an interruption
  urlStorage: new FileUrlStorage(`${file}.tus.json`),
  removeFingerprintOnSuccess: true,
  onAfterResponse: (request, response) => {
    const line = `${request.getMethod()} ${response.getStatus()} offset=${response.getHeader('Upload-Offset') ?? '-'}`
    console.log(line)
  },
  onProgress: (sent, total) => console.log(`sent ${sent} of ${total}`),
  onError: (error) => {
    console.error(error.message)
    process.exitCode = 1
  },
  onSuccess: () => console.log(`complete ${upload.url.split('/').pop()}`),
})

const [before] = await upload.findPreviousUploads()
if (before) upload.resumeFromPreviousUpload(before)
upload.start()
