using ContactCenter.AppHost;

namespace ContactCenter.Server.Tests.AppHost;

public sealed class HostOptionsTests
{
    [Fact]
    public void Without_arguments_everything_runs_on_8080()
    {
        var (options, complaint) = HostOptions.Parse([]);
        Assert.Null(complaint);
        Assert.Equal(new HostOptions { Port = 8080, Nodes = 1, Data = null, Demo = true, Console = true }, options);
    }

    [Fact]
    public void Each_option_says_one_thing_and_values_may_follow_a_space_or_an_equals_sign()
    {
        var (options, complaint) = HostOptions.Parse(["--port", "9000", "--nodes=3", "--data=/some/where", "--no-demo", "--admin", "a@b.test", "--no-console"]);
        Assert.Null(complaint);
        Assert.Equal(new HostOptions { Port = 9000, Nodes = 3, Data = "/some/where", Demo = false, Admin = "a@b.test", Console = false }, options);
    }

    [Theory]
    [InlineData("Unknown option: --ports", "--ports", "1")]
    [InlineData("Unknown option: serve", "serve")]
    [InlineData("Unknown option: --no-demo=yes", "--no-demo=yes")]
    [InlineData("--port needs a value.", "--no-demo", "--port")]
    [InlineData("--port: \"0\" is no port; say a number from 1 to 65535.", "--port", "0")]
    [InlineData("--port: \"eighty\" is no port; say a number from 1 to 65535.", "--port=eighty")]
    [InlineData("--nodes: \"0\" is no number of nodes; say one from 1 to 12.", "--nodes", "0")]
    [InlineData("--nodes: there are no 3 ports from 65534 on.", "--nodes", "3", "--port", "65534")]
    public void What_it_does_not_understand_it_refuses(string expected, params string[] arguments) =>
        Assert.Equal(expected, HostOptions.Parse(arguments).Complaint);
}
