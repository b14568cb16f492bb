import httpx
import asyncio

BASE_URL = "http://localhost:8000"

async def upload_file():
    async with httpx.AsyncClient() as client:
        # Read file
        with open("document.pdf", "rb") as f:
            file_data = f.read()

        file_size = len(file_data)
        chunk_size = 1048576  # 1MB

        # Initialize upload
        response = await client.post(
            f"{BASE_URL}/api/bitchat/files/upload",
            json={
                "filename": "document.pdf",
                "file_size": file_size,
                "uploaded_by": "alice",
                "mime_type": "application/pdf"
            }
        )
        transfer = response.json()
        file_id = transfer["file_id"]
        total_chunks = transfer["total_chunks"]

        # Upload chunks
        for i in range(total_chunks):
            start = i * chunk_size
            end = min(start + chunk_size, file_size)
            chunk_data = file_data[start:end]

            files = {"chunk_data": ("chunk", chunk_data)}
            await client.post(
                f"{BASE_URL}/api/bitchat/files/{file_id}/chunks/{i}",
                files=files
            )

            print(f"Uploaded chunk {i+1}/{total_chunks}")

        print(f"Upload complete! File ID: {file_id}")

asyncio.run(upload_file())
