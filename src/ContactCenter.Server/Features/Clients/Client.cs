using ContactCenter.Server.Platform.Data;

namespace ContactCenter.Server.Features.Clients;

/// <summary>A company whose customers we serve. Everything that is a client's carries its id; the key is its name in addresses and never changes.</summary>
public sealed class Client : StreamOwner
{
    Client() { }

    public string Key { get; private init; } = "";
    public string Name { get; private set; } = "";
    public bool Active { get; private set; }

    public override string StreamKind => "client";
    public override Guid? StreamClient => Id;

    public static Client Add(Guid id, string key, string name, DateTimeOffset now)
    {
        var client = new Client { Id = id, Key = key, Name = name, Active = true };
        client.Raise(now, new ClientAdded(id));
        return client;
    }

    public void Change(string name, bool active, DateTimeOffset now)
    {
        (Name, Active) = (name, active);
        Raise(now, new ClientChanged(Id, active));
    }
}
