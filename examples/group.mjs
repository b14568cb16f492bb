// Create group and send message
async function groupMessagingExample() {
  const baseUrl = 'http://localhost:8000';

  // Create group
  const groupResponse = await fetch(`${baseUrl}/api/bitchat/groups`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({
      name: 'Project Alpha',
      description: 'Alpha project team',
      created_by: 'user123',
      initial_members: ['user456', 'user789']
    })
  });

  const group = await groupResponse.json();
  const groupId = group.group_id;

  // Send message
  await fetch(`${baseUrl}/api/bitchat/groups/${groupId}/messages`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({
      from_peer_id: 'user123',
      content: 'Welcome to the team!',
      encryption_algorithm: 'AES-256-GCM'
    })
  });

  // Get messages
  const messagesResponse = await fetch(
    `${baseUrl}/api/bitchat/groups/${groupId}/messages`
  );
  const messages = await messagesResponse.json();
  console.log('Messages:', messages);
}

await groupMessagingExample();
