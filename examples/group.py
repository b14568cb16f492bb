import httpx
import asyncio

BASE_URL = "http://localhost:8000"

async def create_and_use_group():
    async with httpx.AsyncClient() as client:
        # Create group
        response = await client.post(
            f"{BASE_URL}/api/bitchat/groups",
            json={
                "name": "Dev Team",
                "description": "Development team chat",
                "created_by": "alice",
                "initial_members": ["bob", "charlie"]
            }
        )
        group = response.json()
        group_id = group["group_id"]

        # Send message
        await client.post(
            f"{BASE_URL}/api/bitchat/groups/{group_id}/messages",
            json={
                "from_peer_id": "alice",
                "content": "Hello team!",
                "encryption_algorithm": "AES-256-GCM"
            }
        )

        # Get messages
        messages = await client.get(
            f"{BASE_URL}/api/bitchat/groups/{group_id}/messages"
        )
        print(messages.json())

asyncio.run(create_and_use_group())
