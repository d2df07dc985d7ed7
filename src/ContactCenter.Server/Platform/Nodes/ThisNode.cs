using System.Runtime.CompilerServices;

namespace ContactCenter.Server.Platform.Nodes;

/// <summary>
/// This process among the nodes. Its id is drawn anew with each start, and again when the others have taken it for dead
/// (it was frozen): what they take away was written under the old one.
/// </summary>
public sealed class ThisNode(TimeProvider time)
{
    volatile StrongBox<Guid> id = new(Ids.New(time.GetUtcNow()));

    public Guid Id
    {
        get => id.Value;
        internal set => id = new(value);
    }
}
