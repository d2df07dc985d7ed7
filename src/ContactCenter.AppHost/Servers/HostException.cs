namespace ContactCenter.AppHost.Servers;

/// <summary>Something that whoever started us can put right; the message says how and is shown without a stack trace.</summary>
public sealed class HostException : Exception
{
    public HostException(string message)
        : base(message)
    {
    }

    public HostException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    public HostException()
    {
    }
}
